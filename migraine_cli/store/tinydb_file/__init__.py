"""LOAD: the clinic file. One TinyDB file, replaced whole, that can't be lost and shows damage.

From the bytes up: `durable` and `lock` write them safely, `sealed_table` puts a digest on those of one table and
`sealed` on the whole, `tables` gives one table after the other, `opened` holds the file open to change it, `storage`
is TinyDB's view of it, `clinic` gives typed records, `recording` adds to them, `store` is the door to them, `check` and
`consistency` look everything over.
"""
