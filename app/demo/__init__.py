"""The demo region: invented schools and people at every stage of an evaluation, for trying and for showing."""
