"""Backups of a site: taken while it serves, put back into an empty folder.

A place for backups is a folder; each backup in it is a folder named for its instant and position, whole once it has that name:

    place/20261201T084500Z-1024/    journal.db · accounts.db · audit.db · blobs/… · lookup.key · report.key · files.sha256 · manifest.json
    place/erased.txt                whose keys were destroyed so far, by id

What can be made anew from the journal (read models, the columnar rows) is left out. So is the master key, unless it is asked for: without it
nothing personal in a backup can be read, so whoever gets hold of the backup alone has no customer's words. `erased.txt` sees to it that
nobody who was erased comes back with an older backup.
"""
