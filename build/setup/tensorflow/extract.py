"""extract.py WHEEL FOLDER PREFIX...: unpacks the members of a wheel whose names begin with one of the prefixes."""

import sys
import zipfile

wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        if member.filename.startswith(tuple(prefixes)):
            archive.extract(member, folder)
