"""Django's admin as this site has it, in place of django.contrib.admin."""

from django.contrib.admin import apps


class ListsAndAccountsConfig(apps.AdminConfig):
    default = False  # the app iomtracker itself keeps Django's plain configuration
    default_site = "iomtracker.admin_site.ListsAndAccounts"
