"""All loads by their names. Each is a generator: up to its first `yield` it makes itself ready, then it is let loose."""

import filling
import lingering
import reading
import writing

LOADS = reading.LOADS | writing.LOADS | lingering.LOADS | filling.LOADS
