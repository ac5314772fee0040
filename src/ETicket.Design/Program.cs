// `dotnet ef` loads this assembly for its design-time services and never runs it.
return 0;
