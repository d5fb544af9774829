"""This is a table for compiled code: an address, how many items lie there, and of which type. Imported with numba only.

An array of numba would do the same, but seven words and a count of references travel with each, and a run reads a
dozen of them all the time: with these it is compiled in half the time and runs several times as fast.
"""

from __future__ import annotations

import operator
from typing import Any

import numba
import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, register_model


class TableType(types.Type):
    """The type of a table of `item`, a record or a number."""

    def __init__(self, item: Any) -> None:
        self.item = item
        super().__init__(f"Table({item})")


@register_model(TableType)
class _TableModel(models.StructModel):
    def __init__(self, manager: Any, table: TableType) -> None:
        super().__init__(manager, table, [("address", types.intp), ("length", types.intp)])


def table_of(kind: np.dtype[Any]) -> Any:
    """What makes a table, in compiled code, of an address and a length; its items are of this kind."""
    found = TableType(numba.from_dtype(kind))

    @intrinsic
    def table(typing: Any, address: Any, length: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            made = cgutils.create_struct_proxy(found)(context, builder)
            made.address, made.length = arguments
            return made._getvalue()

        return found(types.intp, types.intp), build

    return table


@infer_global(operator.getitem)
class _Getting(AbstractTemplate):
    def generic(self, arguments: Any, names: Any) -> Any:
        if (
            len(arguments) == 2
            and isinstance(arguments[0], TableType)
            and isinstance(arguments[1], types.Integer)
        ):
            return signature(arguments[0].item, arguments[0], types.intp)
        return None


@infer_global(operator.setitem)
class _Setting(AbstractTemplate):
    def generic(self, arguments: Any, names: Any) -> Any:
        if (
            len(arguments) == 3
            and isinstance(arguments[0], TableType)
            and isinstance(arguments[1], types.Integer)
        ):
            return signature(types.none, arguments[0], types.intp, arguments[0].item)
        return None


@infer_global(len)
class _Counting(AbstractTemplate):
    def generic(self, arguments: Any, names: Any) -> Any:
        if len(arguments) == 1 and isinstance(arguments[0], TableType):
            return signature(types.intp, arguments[0])
        return None


def _place(context: Any, builder: Any, table: TableType, value: Any, index: Any) -> Any:
    """A pointer to one item."""
    address = cgutils.create_struct_proxy(table)(context, builder, value=value).address
    kind = context.get_data_type(table.item)
    size = context.get_constant(types.intp, context.get_abi_sizeof(kind))
    place = builder.add(address, builder.mul(index, size))
    return builder.inttoptr(place, kind.as_pointer())


@lower_builtin(operator.getitem, TableType, types.intp)
def _get(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    table = signature.args[0]
    return context.unpack_value(builder, table.item, _place(context, builder, table, *arguments))


@lower_builtin(operator.setitem, TableType, types.intp, types.Any)
def _set(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    table = signature.args[0]
    place = _place(context, builder, table, arguments[0], arguments[1])
    context.pack_value(builder, table.item, arguments[2], place)
    return context.get_dummy_value()


@lower_builtin(len, TableType)
def _count(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    return cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0]).length
