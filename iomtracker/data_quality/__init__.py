"""What needs detail or looks wrong, counted, and one record after the other to put right."""
