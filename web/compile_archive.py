"""Runs inside Pyodide: makes /target.zip, which is /source.zip with byte code for sources.

The byte code is marked as "unchecked": the importer does not look for a source to compare with.
It has no documentation in it and no types of parameters, which nobody reads on a phone;
assertions stay, and the types of what a class holds.
"""

import ast
import warnings
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]
from typing import TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
NO_SOURCE_HASH = bytes(8)


Function = TypeVar("Function", ast.FunctionDef, ast.AsyncFunctionDef)
Documented = TypeVar("Documented", ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


class ToRun(ast.NodeTransformer):
    """Takes out what nothing needs that only runs: documentation, and types of parameters."""

    def visit_Module(self, node: ast.Module) -> ast.AST:
        if ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        # Without any, a data class would write its own at each start.
        return self.generic_visit(_documented(node, "-"))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self.generic_visit(_untyped(_documented(node, None)))

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self.generic_visit(_untyped(_documented(node, None)))


def _documented(node: Documented, documentation: str | None) -> Documented:
    if ast.get_docstring(node, clean=False) is not None:
        place = node.body[0]
        node.body[0] = ast.copy_location(ast.Expr(ast.Constant(documentation)), place)
        ast.fix_missing_locations(node)
    return node


def _untyped(node: Function) -> Function:
    if not any(map(_registers, node.decorator_list)):
        node.returns = None
        for part in ast.walk(node.args):
            if isinstance(part, ast.arg):
                part.annotation = None
    return node


def _registers(decorator: ast.expr) -> bool:
    """Whether it is that of `functools.singledispatch`, which goes by the type."""
    return isinstance(decorator, ast.Attribute) and decorator.attr == "register"


warnings.simplefilter("ignore", SyntaxWarning)

with ZipFile("/source.zip") as source, ZipFile("/target.zip", "w") as target:
    for name in sorted(source.namelist()):
        if name.endswith("/"):
            continue
        content = source.read(name)
        if name.endswith(".py"):
            tree = ToRun().visit(ast.parse(content))
            code = compile(tree, name, "exec", dont_inherit=True)
            content = bytes(_code_to_hash_pyc(code, NO_SOURCE_HASH, False))
            name += "c"
        entry = ZipInfo(name, EARLIEST)
        entry.external_attr = 0o644 << 16
        target.writestr(entry, content, ZIP_DEFLATED, 9)
