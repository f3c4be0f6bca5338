"""What people have on disk, in and out."""
