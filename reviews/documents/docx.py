def render_docx(r,t): pass
class TemplateProblem(Exception): pass
