using System.Globalization;
using ETicket.Kernel;

namespace ETicket.Mail;

/// <summary>A template that would send a letter, or print a document, wrong: that one stops, loudly, and no other.</summary>
/// <param name="file">The file to open, or the letter where it is none in particular.</param>
/// <param name="what">The variable, the tag or the reason.</param>
/// <param name="line">Line of the file, the first is 1; 0 where it is none in particular.</param>
internal abstract class TemplateBroken(string file, string what, int line) : Refusal(file, what, line)
{
    public string File => file;

    public string What => what;

    public int Line => line;
}

/// <summary>The template names a variable the letter does not declare.</summary>
internal sealed class UnknownVariable(string file, string variable, int line) : TemplateBroken(file, variable, line);

/// <summary>The letter declares a variable that none of its templates uses: something the family should read was forgotten.</summary>
internal sealed class UnusedVariable(string letter, string variable) : TemplateBroken(letter, variable, 0);

/// <summary>The template does something letters may not do: raw output, another partial, a helper that does not exist, a block left open.</summary>
internal sealed class ForbiddenTag(string file, string tag, int line) : TemplateBroken(file, tag, line);

/// <summary>A helper is given what it cannot write: {{euro}} of a day, {{day}} of a name.</summary>
internal sealed class WrongHelper(string file, string tag, int line) : TemplateBroken(file, tag, line);

/// <summary>The file is not there, or may not be read.</summary>
internal sealed class TemplateMissing(string file, string folder) : TemplateBroken(file, folder, 0);

/// <summary>No letter is that long: reading it would hold the others.</summary>
internal sealed class TemplateTooLong(string file, int longest) : TemplateBroken(file, longest.ToString(CultureInfo.InvariantCulture), 0);

/// <summary>No letter says so many things: filling it would hold the others.</summary>
internal sealed class TooManyTags(string file, int most) : TemplateBroken(file, most.ToString(CultureInfo.InvariantCulture), 0);

/// <summary>The template cannot be read as one.</summary>
internal sealed class TemplateUncompiled(string file, string reason) : TemplateBroken(file, reason, 0);

/// <summary>A value cannot be written the way the template asks: a code that has no words.</summary>
internal sealed class TemplateUnreadable(string file, string reason, int line) : TemplateBroken(file, reason, line);

/// <summary>What the template of a document makes is not in the language of documents: a tag it does not have, or one left open.</summary>
internal sealed class MarkupBroken(string file, string reason, int line) : TemplateBroken(file, reason, line);

/// <summary>A sample of the letter is not one: a variable missing, unknown or of another kind, or a file that is no JSON.</summary>
internal sealed class SampleBroken(string file, string variable, int line) : TemplateBroken(file, variable, line);
