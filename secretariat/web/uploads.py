"""Where the bytes of an upload lie until somebody takes them: in a private file, never in the common one."""

from __future__ import annotations

import os
import tempfile
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from secretariat.toolbox import spool


class PrivateUpload(TemporaryUploadedFile):
    """An upload in the spool, held while it is open; a sweep takes it when its process died."""

    def __init__(
        self, name: str | None, content_type: str | None, charset: str | None, extra: dict[str, Any] | None
    ) -> None:
        path, self._handle = spool.claim(settings.HOME, size=settings.UPLOAD_MAX_BYTES, ending=".upload")
        file = path.open("w+b")
        held = tempfile._TemporaryFileWrapper(file, str(path), delete=True)
        # The parent class would make a file in the common folder; its own parent takes the one we made.
        UploadedFile.__init__(self, held, name, content_type, 0, charset, extra)

    def close(self) -> None:
        super().close()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class PrivateUploadHandler(TemporaryFileUploadHandler):
    """Streams an upload into a private file, and keeps no more of it than one byte beyond the limit.

    That byte is enough for whoever takes the file to see that it is too large and to say so; the rest of a
    flood is read from the line and thrown away.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = PrivateUpload(
            self.file_name, self.content_type, self.charset, cast("dict[str, Any]", self.content_type_extra)
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = settings.UPLOAD_MAX_BYTES + 1 - start
        if room > 0:
            self.file.write(raw_data[:room])

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return super().file_complete(min(file_size, settings.UPLOAD_MAX_BYTES + 1))
