"""What each page shows: from the archive to the template's words. Nothing here knows Datasette."""
