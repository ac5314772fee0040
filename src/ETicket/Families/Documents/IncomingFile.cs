namespace ETicket.Families.Documents;

/// <summary>« Fichier reçu » — a name and bytes as a stranger may have made them.</summary>
public sealed record IncomingFile(string Name, byte[] Content)
{
    /// <summary>Of one file, and in words.</summary>
    public const int MostBytes = 10 * MegaByte;
    public const int MegaByte = 1_048_576;

    /// <summary>
    /// « Contrôler le fichier » — what it is is read in its bytes, never in its name: a PDF, or a picture in JPEG or PNG, of which only the picture is kept (no place, no author, no
    /// second file behind the first). Nothing is unpacked or drawn. Refuses with <see cref="FileEmpty"/>, <see cref="FileTooBig"/>, <see cref="FileOfOtherKind"/>,
    /// <see cref="FileDamaged"/> and <see cref="PictureTooLarge"/>.
    /// </summary>
    internal AcceptedFile Accepted()
    {
        if (Content.Length == 0)
            throw new FileEmpty();
        if (Content.Length > MostBytes)
            throw new FileTooBig(MostBytes / MegaByte);
        return FileSniffer.KindOf(Content) switch
        {
            FileKind.Pdf => Made(".pdf", "application/pdf", PdfShape.Checked(Content)),
            FileKind.Jpeg => Made(".jpg", "image/jpeg", JpegCleaner.Clean(Content)),
            FileKind.Png => Made(".png", "image/png", PngCleaner.Clean(Content)),
            _ => throw new FileOfOtherKind(),
        };
    }

    private AcceptedFile Made(string extension, string mediaType, byte[] content) => new(FileNames.Clean(Name, extension), mediaType, content);
}

/// <summary>A file as it is kept.</summary>
internal sealed record AcceptedFile(string Name, string MediaType, byte[] Content);

/// <summary>« Document ouvert » — to be saved by whoever asked for it; no printed form.</summary>
public sealed record OpenedDocument(string FileName, string MediaType, byte[] Content)
{
    public override string ToString() => nameof(OpenedDocument);
}
