"""Training on many machines by Apache Spark, from Parquet files to the same folders as training in one process."""
