using System.Globalization;
using System.Resources;
using ETicket.Kernel;

namespace ETicket.Catalogue.Calendar;

/// <summary>The calendar's sentences, from <c>Words.resx</c>.</summary>
internal static class CalendarWords
{
    private static readonly ResourceManager Book = new("ETicket.Catalogue.Calendar.Words", typeof(CalendarWords).Assembly);

    public static string Of(string name, params object[] facts) =>
        string.Format(French.Culture, Book.GetString(name, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(name), facts);
}
