using ETicket.Kernel;

namespace ETicket.Bulletin.Menus;

/// <summary>Allergens or marks of a dish without a name.</summary>
public sealed class DishNameMissing() : Refusal;

/// <summary>Too long a name, or letters nobody sees.</summary>
public sealed class DishNameUnreadable(int most) : Refusal(most);

/// <summary>More words than allergens or marks need.</summary>
public sealed class DishWordsTooLong(int most) : Refusal(most);

/// <summary>A word that names none of the fourteen: nothing of public health is guessed.</summary>
public sealed class AllergenUnknown(string word) : Refusal(word);

/// <summary>« aucun », and yet some.</summary>
public sealed class NoneAndSome() : Refusal;

/// <summary>A mark nobody knows.</summary>
public sealed class MarkUnknown(string word, string known) : Refusal(word, known);

/// <summary>Some fields of a week are wrong; each is told beside itself.</summary>
public sealed class MenuLinesWrong(IReadOnlyList<MenuFault> faults) : Refusal
{
    public IReadOnlyList<MenuFault> Faults => faults;
}

/// <summary>Somebody wrote the same week since it was read.</summary>
public sealed class MenuChangedMeanwhile() : Refusal;

/// <summary>The form of a week was made without its fields.</summary>
public sealed class MenuFormUnreadable() : Refusal;

/// <summary>No service of that name, or several.</summary>
public sealed class MenuServiceUnknown(string name) : Refusal(name);

/// <summary>A file that does not say which service, where there are several.</summary>
public sealed class MenuServiceMissing() : Refusal;

/// <summary>What stands for a day is none.</summary>
public sealed class MenuDayUnreadable(string typed) : Refusal(typed);

/// <summary>A week end, or a day too far.</summary>
public sealed class MenuDayOutOfRange() : Refusal;

/// <summary>A rank nobody knows.</summary>
public sealed class CourseUnknown(string word, string known) : Refusal(word, known);

/// <summary>A rank of a day written twice in a file.</summary>
public sealed class DishTwice(int line) : Refusal(line);

/// <summary>A line of a file without its dish.</summary>
public sealed class DishMissing() : Refusal;

/// <summary>A line of a file that has more or fewer cells than its first.</summary>
public sealed class MenuColumnsWrong(int found, int wanted) : Refusal(found, wanted);

/// <summary>« Fichier de menus refusé » — it cannot be read at all.</summary>
public abstract class MenuFileRefused(params object?[] facts) : Refusal(facts);

/// <summary>No line below the titles.</summary>
public sealed class MenuFileEmpty() : MenuFileRefused;

/// <summary>More than a year of menus weighs.</summary>
public sealed class MenuFileTooBig(int kiloBytes) : MenuFileRefused(kiloBytes);

/// <summary>Bytes that are no text.</summary>
public sealed class MenuFileNotText() : MenuFileRefused;

/// <summary>A first line that does not name the columns once each.</summary>
public sealed class MenuFileHeader(string columns) : MenuFileRefused(columns);

/// <summary>A quotation that never ends.</summary>
public sealed class MenuFileQuote(int line) : MenuFileRefused(line);

/// <summary>Some lines are wrong; nothing of the file was written.</summary>
public sealed class MenuFileWrong(string fileName, IReadOnlyList<MenuFileFault> faults) : MenuFileRefused(French.Rows(faults.Count), fileName)
{
    public IReadOnlyList<MenuFileFault> Faults => faults;
}
