// SenteAgents
