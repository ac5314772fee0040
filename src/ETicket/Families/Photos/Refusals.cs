using ETicket.Families.Documents;

namespace ETicket.Families.Photos;

/// <summary>A paper where a photo is asked for.</summary>
public sealed class PhotoOfOtherKind() : FileRefused;

/// <summary>More than a photo weighs.</summary>
public sealed class PhotoTooBig(int megaBytes) : FileRefused(megaBytes);
