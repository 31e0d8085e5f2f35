"""What people write, read with care: texts, numbers, codes, medicines, days, months and spans."""
