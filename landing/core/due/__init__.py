"""What is due, and which gates are open? Facts, rules and a date in; dues and gates with reason and source out."""
