using ETicket.Kernel;

namespace ETicket.Bulletin.Downloads;

/// <summary>« Titre refusé » — families find a document by its title.</summary>
public abstract class DownloadTitleRefused(params object?[] facts) : Refusal(facts);

/// <summary>A document without a title.</summary>
public sealed class DownloadTitleMissing() : DownloadTitleRefused;

/// <summary>Too long a title, or letters nobody sees.</summary>
public sealed class DownloadTitleUnreadable(int most) : DownloadTitleRefused(most);

/// <summary>« Catégorie refusée » — under which documents are found.</summary>
public abstract class CategoryRefused(params object?[] facts) : Refusal(facts);

/// <summary>A document of no category.</summary>
public sealed class CategoryMissing() : CategoryRefused;

/// <summary>Too long a category, or letters nobody sees.</summary>
public sealed class CategoryUnreadable(int most) : CategoryRefused(most);

/// <summary>A form sent twice, with another file the second time.</summary>
public sealed class DownloadKeyUsed() : Refusal;

/// <summary>The form was made without its key.</summary>
public sealed class DownloadFormUnreadable() : Refusal;

/// <summary>No room is left.</summary>
public sealed class DownloadsFull(int documents, int megaBytes) : Refusal(documents, megaBytes);
