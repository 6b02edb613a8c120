import base64
import hashlib
import io
import re
import zipfile

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.image import base64_to_image, image_process

from ..lib.imports import Fault

MOST = 20_000_000  # bytes of a picture
EDGE = 1920  # what core keeps


class MdImportImages(models.AbstractModel):
    """Pictures that come with an import, in a ZIP, by file name.

    Nothing of it is unpacked to a disk, folders do not count, and only what rows name
    is read, never more than the ZIP says it has.
    """

    _name = "md.import.images"
    _description = "Imported Pictures"

    def _known(self, job, names):
        """({name: fingerprint}, {name: what is wrong with it}) of pictures."""
        good, wrong = {}, {}
        for name, found in self._pictures(job, names):
            if isinstance(found, Fault):
                wrong[name] = found
            else:
                good[name] = hashlib.sha1(found, usedforsecurity=False).hexdigest()
        return good, wrong

    def _load(self, job, names):
        """{name: picture, as binary fields take it} of those without a fault."""
        return {
            name: base64.b64encode(found)
            for name, found in self._pictures(job, names)
            if not isinstance(found, Fault)
        }

    def _pictures(self, job, names):
        """(name, picture as core keeps it or `Fault`) of each that rows name."""
        names = [name for name in names if name]
        if not names or not job.images:
            return
        # sudo: the file of an import that the user may read
        content = base64.b64decode(job.sudo().with_context(bin_size=False).images)
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            for name in names:
                yield name, Fault("image", "no_zip")
            return
        with archive:
            files = {}
            for info in archive.infolist():
                plain = re.split(r"[/\\]", info.filename)[-1].casefold()
                files.setdefault(plain, []).append(info)
            for name in names:
                if found := files.get(name.casefold()):
                    yield name, self._picture(archive, found, name)

    def _picture(self, archive, found, name):
        if len(found) > 1:
            return Fault("image", "several_images", text=name)
        if found[0].file_size > MOST:
            return Fault("image", "large_image", text=name, most=MOST // 10**6)
        try:
            data = archive.read(found[0])
            # opened by its head only: what it is, and how large
            width, height = base64_to_image(base64.b64encode(data)).size
            if max(width, height) > EDGE:
                data = image_process(data, size=(EDGE, EDGE), verify_resolution=True)
        except (UserError, zipfile.BadZipFile, RuntimeError, OSError, EOFError):
            # no picture, too many points, broken, with a password
            return Fault("image", "no_picture", text=name)
        return data
