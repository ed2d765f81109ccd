// SenteCompute
