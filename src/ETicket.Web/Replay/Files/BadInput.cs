namespace ETicket.Web.Replay.Files;

/// <summary>« Fichier refusé » — what cannot be read, and where: file, line (the header is line 1) and column, then one sentence for a person.</summary>
internal sealed class BadInput(string file, int line, string field, string sentence, params object?[] facts) : Exception
{
    public override string Message { get; } = FormattableString.Invariant($"{file}:{line}:{field}: ") + Sentences.Say(sentence, facts);
}
