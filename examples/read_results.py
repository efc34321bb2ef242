from decimal import Decimal

import pandas as pd

results = pd.read_csv("https://areopag.example/data/publications.csv", dtype=str)
results["total"] = results["total"].map(Decimal, na_action="ignore")
