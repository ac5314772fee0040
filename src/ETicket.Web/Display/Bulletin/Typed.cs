using System.Globalization;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Web.Display.Days;

namespace ETicket.Web.Display.Bulletin;

/// <summary>« Saisi » — what a form brought, as much of it as is written back into a page.</summary>
internal static class Typed
{
    public static string Short(string? text, int most) => text is null ? "" : text.Length <= most ? text : text[..most];

    /// <summary>The Monday of the week that is asked for; of this one where none can be read.</summary>
    public static DateOnly Monday(string? week, DateOnly today) => ETicket.Bulletin.Menus.MenuWeek.MondayOf(DayText.Read(week) ?? today);

    /// <summary>« 12 Ko », « 1,4 Mo ».</summary>
    public static string Weight(long size) => size < IncomingFile.MegaByte ? $"{Math.Max(1, size / 1024).ToString(CultureInfo.InvariantCulture)}{French.Nbsp}Ko" : $"{(size / (double)IncomingFile.MegaByte).ToString("0.0", French.Culture)}{French.Nbsp}Mo";
}
