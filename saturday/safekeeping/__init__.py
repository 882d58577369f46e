"""HOW IT SURVIVES: beginnings, backups and moves to another machine."""
