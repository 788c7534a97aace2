"""The programs that stand ready to be asked, by id."""
