using System.Globalization;
using System.Resources;
using ETicket.Mail.Letters;

namespace ETicket.Mail.Stops;

/// <summary>What the frame of an optional letter may say, besides the letter's own variables, and must: where it is stopped, and what is. Both empty in a letter that is due anyway.</summary>
internal sealed record StopFoot(string StopAddress, string StopTopic)
{
    public static readonly StopFoot None = new("", "");
}

/// <summary>« Sujets » — what each topic is called where a reader meets it.</summary>
internal static class TopicWords
{
    private static readonly ResourceManager Book = new("ETicket.Mail.Stops.Topics", typeof(TopicWords).Assembly);

    /// <summary>« rappels »: it follows « les messages ».</summary>
    public static string InWords(this LetterTopic topic) => Book.GetString(topic.ToString(), CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"No words for the topic {topic}.");
}
