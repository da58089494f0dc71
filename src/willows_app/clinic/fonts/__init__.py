"""The fonts of the PDF: Roboto 2.138 by Google, under the Apache License 2.0 as Willows is.

Of the regular weight the Latin, Greek and Cyrillic letters, signs and punctuation, of the bold
one, in which headings are, the Latin ones, both without hints for screens. Made from the package
font-roboto 0.0.1 with

    pyftsubset Roboto-Regular.ttf --output-file=roboto-regular.ttf --no-hinting --notdef-outline \
        --unicodes=20-7E,A0-24F,2B0-3FF,400-52F,1E00-1EFF,2000-22FF,FFFD --layout-features= \
        --name-IDs=0,1,2,4,5,6,13,14 --drop-tables+=GDEF,GPOS,GSUB,gasp,hdmx

and so the bold one, with `--unicodes=20-7E,A0-17F,2010-203A,FFFD`.
"""
