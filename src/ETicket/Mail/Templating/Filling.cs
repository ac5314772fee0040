using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>« Remplissage » — a template and its facts become text, or a fault with the file and the line of the tag that could not be written.</summary>
internal static class Filling
{
    /// <param name="file">The template, whose frame and parts may be at fault.</param>
    /// <param name="compiled">It, compiled.</param>
    /// <param name="variables">The facts.</param>
    /// <param name="compile">Compiles it again, each file as this tells its text: done only once it failed.</param>
    public static string Fill(
        TemplateFile file, HandlebarsTemplate<object, object> compiled, Dictionary<string, object?> variables, Func<Func<TemplateFile, string>, HandlebarsTemplate<TextWriter, object, object>> compile)
    {
        try
        {
            return compiled(variables);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            var (name, line) = StoppedAt(compile(LineMark.BeforeTags), variables) ?? (file.Name, 1);
            // A helper's own words say more than the engine's wrapping of them.
            throw new TemplateUnreadable(name, problem.GetBaseException().Message, line);
        }
    }

    private static (string File, int Line)? StoppedAt(HandlebarsTemplate<TextWriter, object, object> marked, Dictionary<string, object?> variables)
    {
        using var written = new StringWriter();
        try
        {
            marked(written, variables);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            return LineMark.LastIn(written.ToString());
        }
        return null;
    }

    private static bool IsFault(Exception problem) => problem is HandlebarsException or FormatException or InvalidCastException;
}
