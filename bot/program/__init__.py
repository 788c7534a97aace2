"""What the conference is: model, timetable, search, check and the YAML file."""
