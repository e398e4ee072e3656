"""The pages of stakeholders: lists, an organisation, a person, changes of office-holder, briefs."""
