results <- read.csv("https://areopag.example/data/publications.csv", colClasses = "character")
# What holds: no later record took its place, and it does not itself take one back.
results <- results[results$corrected_by == "" & results$kind != "WITHDRAWAL", ]
results$total <- as.numeric(results$total)
