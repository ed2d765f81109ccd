// SenteNetworks
