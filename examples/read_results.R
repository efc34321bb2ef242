results <- read.csv("https://areopag.example/data/publications.csv", colClasses = "character")
results$total <- as.numeric(results$total)
