"""The four roles (groups)."""

VIEWER = "viewer"
STAFF = "staff"
HEAD_OF_OFFICE = "head of office"
DATA_MANAGER = "data manager"
ALL = (VIEWER, STAFF, HEAD_OF_OFFICE, DATA_MANAGER)
