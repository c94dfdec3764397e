"""Reading a caseload list (CSV or XLSX) as care providers and municipalities export them.

The order of work: `tables.open_table` → `mapping.propose` → a person confirms the mapping →
`checking.check_table` → `likeness.find_likeness` → the caller writes all good rows, or none.
Nothing here touches Django, the database, the clock or the network; the caller gives the day of today.
"""
