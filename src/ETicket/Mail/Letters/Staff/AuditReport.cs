namespace ETicket.Mail.Letters;

/// <summary>« Compte rendu d'audit » — to the operator, when the night's audit found something: how many rows of each code, and one to begin with. Ids only, no name.</summary>
internal sealed record AuditReport(string StructureName, DateTimeOffset FoundAt, int Total, IReadOnlyList<AuditReportLine> Lines, string PortalAddress) : ILetter
{
    public static string Name => nameof(AuditReport);

    public static bool ByDay => false;
}

/// <summary>One code of the audit (« P9 écart à regarder »), how many rows, the structure and the row to look at first.</summary>
internal sealed record AuditReportLine(string Code, int Rows, string Structure, string Example);
