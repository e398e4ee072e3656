"""What people type about stakeholders."""

from stakeholders.forms.add import AddOrganisationForm, AddPersonForm
from stakeholders.forms.holder import HolderForm

__all__ = ["AddOrganisationForm", "AddPersonForm", "HolderForm"]
