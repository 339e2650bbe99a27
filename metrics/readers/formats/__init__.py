"""Read file formats in a sandboxed process; import nothing else of the product.

No link is followed, no macro or formula run, no entity resolved, no file written; what is meant
to exhaust memory or time ends the sandboxed process only.
"""
