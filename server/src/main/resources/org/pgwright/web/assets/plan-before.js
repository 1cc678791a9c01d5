// Icons have their style sheet from a file: the policy of our pages refuses style elements.
window.FontAwesomeConfig = { autoAddCss: false };
