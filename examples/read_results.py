from decimal import Decimal

import pandas as pd

results = pd.read_csv("https://areopag.example/data/publications.csv", dtype=str)
# What holds: no later record took its place, and it does not itself take one back.
results = results[results["corrected_by"].isna() & (results["kind"] != "WITHDRAWAL")].copy()
results["total"] = results["total"].map(Decimal, na_action="ignore")
