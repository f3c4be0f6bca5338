"""How Sphinx builds the documentation; ``docs/build.py`` calls it."""

import re

from sphinx.util.nodes import make_refnode

from multipolaire import __version__

project = "multipolaire"
release = version = __version__
copyright = "the multipolaire maintainers"
language = "en"
extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc"]
templates_path = []
exclude_patterns = ["*.py"]

# The notebooks stand here without outputs, and are not run: the five articles that
# they read are on no website.
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # which would be fetched from elsewhere
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]  # links of a README out of docs/

add_module_names = False
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 60
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

html_theme = "furo"
html_title = "multipolaire"
html_static_path = ["docs.css"]
html_css_files = ["docs.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {"source_repository": None}
html_permalinks_icon = "¶"


def with_columns(app, what, name, obj, options, lines):
    """A frame's declaration is shown as the list of its columns."""
    if what == "data" and isinstance(obj, dict):
        if lines and lines[-1]:
            lines.append("")
        lines += [f"| ``{column}``: {kind}" for column, kind in obj.items()]
        lines.append("")


def found_elsewhere(app, env, node, content):
    """``multipolaire.trend`` stands under the name of the module that has it."""
    if node.get("refdomain") != "py":
        return None
    last = node["reftarget"].rpartition(".")[2]
    known = env.domains["py"].objects
    names = [name for name in known if name.rpartition(".")[2] == last]
    here = [n for n in names if n.startswith(f"{node.get('py:module')}.")]
    if not (here or len(names) == 1):
        return None
    entry = known[(here or names)[0]]
    at = node.get("refdoc", env.docname)
    return make_refnode(
        app.builder, at, entry.docname, entry.node_id, content, last
    )


def without_machine(app, domain, objtype, content):
    """No default that is the place of an object in memory."""
    return re.sub(r" at 0x[0-9a-f]+", "", content)


def setup(app):
    app.connect("autodoc-process-docstring", with_columns)
    app.connect("missing-reference", found_elsewhere)
