"""A MirrorStore in memory; it keeps the MirrorStore's contract."""


class MemoryMirrorStore:
    def __init__(self, *mirrors):
        self.mirrors = {_key(one): one for one in mirrors}

    async def all(self, kind):
        return tuple(one for _, one in sorted(self.mirrors.items()) if one.kind == kind)

    async def swap(self, before, after):
        key = _key(before or after) if before or after else None
        if self.mirrors.get(key) != before:
            return False
        if after is not None:
            self.mirrors[key] = after
        else:
            self.mirrors.pop(key, None)
        return True

    async def forget(self, guild_id):
        self.mirrors = {key: one for key, one in self.mirrors.items() if key[0] != guild_id}


def _key(mirror):
    return mirror.guild_id, mirror.subject, mirror.kind
