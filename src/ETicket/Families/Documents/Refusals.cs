using ETicket.Kernel;

namespace ETicket.Families.Documents;

/// <summary>« Fichier refusé » — what is wrong is the file itself.</summary>
public abstract class FileRefused(params object?[] facts) : Refusal(facts);

/// <summary>No file was chosen.</summary>
public sealed class FileMissing() : FileRefused;

/// <summary>A file of nothing.</summary>
public sealed class FileEmpty() : FileRefused;

/// <summary>More than one file may weigh.</summary>
public sealed class FileTooBig(int megaBytes) : FileRefused(megaBytes);

/// <summary>Neither a PDF nor a picture, whatever its name says.</summary>
public sealed class FileOfOtherKind() : FileRefused;

/// <summary>It begins as one of ours and does not go on as one.</summary>
public sealed class FileDamaged() : FileRefused;

/// <summary>A picture that would fill a machine when drawn.</summary>
public sealed class PictureTooLarge() : FileRefused;

/// <summary>No room is left for this family.</summary>
public sealed class DocumentsFull(int megaBytes, int documents) : FileRefused(megaBytes, documents);

/// <summary>A form sent twice, with another file the second time.</summary>
public sealed class DocumentKeyUsed() : Refusal;

/// <summary>The form was made without its key.</summary>
public sealed class DocumentFormUnreadable() : Refusal;

/// <summary>A kind that is not asked for, or a child of another file.</summary>
public sealed class UnknownDocumentPlace() : Refusal;

/// <summary>« Titre refusé » — a free document is found again by its title.</summary>
public abstract class TitleRefused(params object?[] facts) : Refusal(facts);

/// <summary>A free document without a title.</summary>
public sealed class TitleMissing() : TitleRefused;

/// <summary>Too long a title, or letters nobody sees.</summary>
public sealed class TitleUnreadable(int most) : TitleRefused(most);

/// <summary>« Date refusée » — the last day a paper is good for.</summary>
public abstract class DayRefused(params object?[] facts) : Refusal(facts);

/// <summary>What was written is no day.</summary>
public sealed class DayUnreadable() : DayRefused;

/// <summary>A kind of paper that bears its last day.</summary>
public sealed class DayMissing() : DayRefused;

/// <summary>The paper is over already.</summary>
public sealed class DayOver(DateOnly day) : DayRefused(day);

/// <summary>No paper is good for so long.</summary>
public sealed class DayTooFar(int years) : DayRefused(years);

/// <summary>The file was sent, and the mairie has not answered.</summary>
public sealed class DocumentsAreRead() : Refusal;
