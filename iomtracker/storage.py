"""Static files as they are served: bundled, with hashed names, compressed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

from iomtracker.bundles import ENTRIES, bundle, merged


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Put each entry's bundle in its place first; what only entries import needs no name of its own."""

        def read(name: str) -> str:
            storage, path = sources[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        sources = dict(paths)
        if not dry_run and {*ENTRIES} <= {*sources}:
            for name in ENTRIES:
                place = Path(self.path(name))
                place.unlink(missing_ok=True)
                place.write_text(bundle(name, read), encoding="utf-8")
                paths[name] = (self, name)
            for name in merged(read):
                del paths[name]
        yield from super().post_process(paths, dry_run=dry_run, **options)
