"""Name the folder of packages, which Debian's Python looks for elsewhere."""

import site
import sys

site.addsitedir(f"{sys.prefix}/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages")
