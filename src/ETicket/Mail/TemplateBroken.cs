using ETicket.Kernel;

namespace ETicket.Mail;

/// <summary>A template that would send a letter wrong: that letter stops, loudly, and no other.</summary>
internal abstract class TemplateBroken(string file, string what) : Refusal(file, what)
{
    public string File => file;

    /// <summary>The variable, the tag or the reason.</summary>
    public string What => what;
}

/// <summary>The template names a variable the letter does not declare.</summary>
internal sealed class UnknownVariable(string file, string variable) : TemplateBroken(file, variable);

/// <summary>The letter declares a variable that none of its templates uses: something the family should read was forgotten.</summary>
internal sealed class UnusedVariable(string letter, string variable) : TemplateBroken(letter, variable);

/// <summary>The template does something letters may not do: raw output, another partial, a helper that does not exist, a block left open.</summary>
internal sealed class ForbiddenTag(string file, string tag) : TemplateBroken(file, tag);

/// <summary>The file is not there, or may not be read.</summary>
internal sealed class TemplateMissing(string file, string folder) : TemplateBroken(file, folder);

/// <summary>The template cannot be compiled, or a value cannot be written the way it asks.</summary>
internal sealed class TemplateUnreadable(string file, string reason) : TemplateBroken(file, reason);
