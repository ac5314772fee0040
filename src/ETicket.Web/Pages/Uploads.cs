using ETicket.Families.Documents;

namespace ETicket.Web.Pages;

/// <summary>« Fichier envoyé » — of a form, the bytes of one file.</summary>
internal static class Uploads
{
    /// <summary>Refuses with <see cref="FileMissing"/> a form without one. One that is too large is not read whole: it is refused as such all the same.</summary>
    public static async Task<IncomingFile> ReadAsync(IFormCollection form, string field, CancellationToken stop)
    {
        // A browser sends an empty part without a name where none was chosen.
        if (form.Files.GetFile(field) is not { } chosen || (chosen.Length == 0 && chosen.FileName.Length == 0))
            throw new FileMissing();
        var bytes = new byte[Math.Min(chosen.Length, IncomingFile.MostBytes + 1)];
        await using var content = chosen.OpenReadStream();
        await content.ReadExactlyAsync(bytes, stop);
        return new IncomingFile(chosen.FileName, bytes);
    }
}
